"""The bottom floor: plain Python that every app speaks. Nothing here knows Django."""
