"""Pages of requests about personal data, of lists to destroy, of impact assessments."""
