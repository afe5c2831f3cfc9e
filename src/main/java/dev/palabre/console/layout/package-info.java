/** Layout, access checks, forms and assets that all console pages share. */
@NullMarked
package dev.palabre.console.layout;

import org.jspecify.annotations.NullMarked;
