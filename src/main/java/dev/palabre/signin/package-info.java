/** Moderators: passwords, sessions, API tokens. */
@NullMarked
package dev.palabre.signin;

import org.jspecify.annotations.NullMarked;
