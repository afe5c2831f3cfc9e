package dev.palabre.comment.model;

import dev.palabre.site.Site;

/** Whom a view is made for: a reader of a site, in a language. */
public record Reader(Site site, String lang) {}
