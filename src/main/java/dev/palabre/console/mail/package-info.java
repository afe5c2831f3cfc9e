/** The console page of the mails. */
@NullMarked
package dev.palabre.console.mail;

import org.jspecify.annotations.NullMarked;
