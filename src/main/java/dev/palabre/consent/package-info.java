/** Wires the consent feature. */
@NullMarked
package dev.palabre.consent;

import org.jspecify.annotations.NullMarked;
