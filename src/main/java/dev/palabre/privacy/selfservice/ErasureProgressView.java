package dev.palabre.privacy.selfservice;

import dev.palabre.template.Layout;

/**
 * Progress of the erasure of everything under an address. The page reloads itself, and has a link that does the same.
 *
 * @param layout what every page has
 * @param siteName name of the site
 * @param done number of comments erased so far, in words
 * @param remaining number of comments still to be erased, in words
 * @param erased number of comments erased so far
 * @param total number of comments
 * @param url absolute address of this page
 */
record ErasureProgressView(
        Layout layout, String siteName, String done, String remaining, int erased, int total, String url) {
    static final String TEMPLATE = "privacy/selfservice/erasure-progress";
}
