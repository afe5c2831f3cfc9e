/** Moderators: accounts, passwords, sessions, API tokens and roles. */
@NullMarked
package dev.palabre.auth;

import org.jspecify.annotations.NullMarked;
