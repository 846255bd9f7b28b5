"""The pages of supervision: schemes, sheets, commitments, appeals, results, bulletins."""
