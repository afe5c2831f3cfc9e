/** What each mail says, rendered as text and HTML. */
@NullMarked
package dev.palabre.mail.template;

import org.jspecify.annotations.NullMarked;
