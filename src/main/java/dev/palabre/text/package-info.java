/** Rules for text and its encodings: what can be stored, JSON, canonical JSON, percent-encoding. */
@NullMarked
package dev.palabre.text;

import org.jspecify.annotations.NullMarked;
