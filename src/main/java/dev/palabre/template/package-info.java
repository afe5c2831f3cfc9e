/** Handlebars templates, message bundles, dates, and HTML as DOM nodes for the widget. */
@NullMarked
package dev.palabre.template;

import org.jspecify.annotations.NullMarked;
