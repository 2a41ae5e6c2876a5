/** Ending in order when somebody says stop. */
@NullMarked
package example.ebs.command.signal;

import org.jspecify.annotations.NullMarked;
