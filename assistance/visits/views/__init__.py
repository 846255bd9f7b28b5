"""The pages of visits: listed, shown, and recorded on a phone in under two minutes."""
