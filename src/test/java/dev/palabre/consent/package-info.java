/** Consent, pure and over HTTP on a real database. */
@NullMarked
package dev.palabre.consent;

import org.jspecify.annotations.NullMarked;
