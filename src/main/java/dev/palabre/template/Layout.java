package dev.palabre.template;

/**
 * What every page has: a component {@code layout} of page views.
 *
 * @param lang language of the page
 * @param dir writing direction, {@code ltr} or {@code rtl}
 * @param title title of the page
 * @param assets address that style sheets and scripts are below
 */
public record Layout(String lang, String dir, String title, String assets) {}
