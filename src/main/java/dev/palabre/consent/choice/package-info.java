/** Choices of visitors: recorded, remembered in a cookie, sealed. */
@NullMarked
package dev.palabre.consent.choice;

import org.jspecify.annotations.NullMarked;
