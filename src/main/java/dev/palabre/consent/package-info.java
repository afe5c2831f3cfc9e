/** Consent: policies, choices, proofs; knows nothing of comments. */
@NullMarked
package dev.palabre.consent;

import org.jspecify.annotations.NullMarked;
