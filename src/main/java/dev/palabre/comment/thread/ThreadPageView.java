package dev.palabre.comment.thread;

import dev.palabre.template.Layout;

/**
 * A thread as a page of its own, for readers without JavaScript.
 *
 * @param pageUrl address of the page that the comments are about
 */
record ThreadPageView(Layout layout, String pageUrl, ThreadView thread) {}
