"""Stories and the demo, which play the whole product."""
