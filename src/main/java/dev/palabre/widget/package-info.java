/** Serves the built widget. */
@NullMarked
package dev.palabre.widget;

import org.jspecify.annotations.NullMarked;
