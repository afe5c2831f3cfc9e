/** Where requests are read and answered: the console's page, and the same for programs. */
@NullMarked
package dev.palabre.request.console;

import org.jspecify.annotations.NullMarked;
