def test_nothing(root, person, drain):
    person("office"); assert drain() >= 0
