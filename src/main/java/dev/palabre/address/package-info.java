/** E-mail addresses of readers: the one table that holds them, their form and their masking. */
@NullMarked
package dev.palabre.address;

import org.jspecify.annotations.NullMarked;
