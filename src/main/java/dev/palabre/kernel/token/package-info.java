/** Keys, signed tokens and random codes; knows no feature. */
@NullMarked
package dev.palabre.kernel.token;

import org.jspecify.annotations.NullMarked;
