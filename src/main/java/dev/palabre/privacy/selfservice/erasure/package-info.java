/** Erasure of everything under an address, as a background job. */
@NullMarked
package dev.palabre.privacy.selfservice.erasure;

import org.jspecify.annotations.NullMarked;
