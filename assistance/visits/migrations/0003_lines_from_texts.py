"""What stood in two texts becomes lines; every visit gets its first wording."""

from django.db import migrations

LONGEST_NEED, LONGEST_PROMISE = 500, 300


def pieces(text, longest):
    text = text.strip()
    return [text[at : at + longest] for at in range(0, len(text), longest)]


def split(apps, schema_editor):
    visits = apps.get_model("visits", "Visit").objects.order_by("pk")
    need = apps.get_model("visits", "VisitNeed")
    promise = apps.get_model("visits", "VisitPromise")
    version = apps.get_model("visits", "VisitVersion")
    for visit in visits.iterator(chunk_size=1000):
        need.objects.bulk_create(
            need(visit=visit, index=index, category="other", description=text)
            for index, text in enumerate(pieces(visit.needs_text, LONGEST_NEED))
        )
        promise.objects.bulk_create(
            promise(visit=visit, index=index, content=text)
            for index, text in enumerate(pieces(visit.promises_text, LONGEST_PROMISE))
        )
        version.objects.create(
            visit=visit,
            number=1,
            way="recorded",
            written_by_id=visit.recorded_by_id,
            written_at=visit.recorded_at,
            fields={
                "kind": visit.kind,
                "visitors": visit.visitors,
                "interlocutors": visit.interlocutors,
                "place": "",
                "situation": visit.situation,
                "steps": [],
            },
        )


def join(apps, schema_editor):
    for visit in apps.get_model("visits", "Visit").objects.order_by("pk").iterator(chunk_size=1000):
        visit.needs_text = "\n".join(one.description for one in visit.needs.order_by("index"))
        visit.promises_text = "\n".join(one.content for one in visit.promises.order_by("index"))
        visit.save(update_fields=["needs_text", "promises_text"])


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_whole")]

    operations = [migrations.RunPython(split, join)]
