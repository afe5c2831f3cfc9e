/** Templates, their nodes for the widget, and the messages; knows no feature. */
@NullMarked
package dev.palabre.kernel.template;

import org.jspecify.annotations.NullMarked;
