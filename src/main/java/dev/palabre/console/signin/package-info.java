/** The console pages for signing in and out. */
@NullMarked
package dev.palabre.console.signin;

import org.jspecify.annotations.NullMarked;
