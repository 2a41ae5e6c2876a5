/** The one door to other programs. */
@NullMarked
package example.ebs.command.process;

import org.jspecify.annotations.NullMarked;
