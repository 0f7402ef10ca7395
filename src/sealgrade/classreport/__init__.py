"""The class at a glance: `numbers` computes, `alike` compares submissions, `plots` draws, `page` writes HTML and CSV."""
