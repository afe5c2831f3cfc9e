/** The proof of consent: seals, anchors, verification, export and retention of records. */
@NullMarked
package dev.palabre.consent.proof;

import org.jspecify.annotations.NullMarked;
