"""The pages of notices: put up, looked after, printed; objections; what a file's page shows of them."""
