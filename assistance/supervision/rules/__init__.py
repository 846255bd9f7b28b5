"""What an assessment allows, and how a measured value becomes points. No database."""
