/** Keys, access codes, JWTs and UUIDs. */
@NullMarked
package dev.palabre.crypto;

import org.jspecify.annotations.NullMarked;
