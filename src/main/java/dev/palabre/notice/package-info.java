/** What readers are told about their data before they send it: made of the settings, versioned, never lost. */
@NullMarked
package dev.palabre.notice;

import org.jspecify.annotations.NullMarked;
