/** A folder for things that must not outlive their process, not even one that was killed. */
@NullMarked
package example.ebs.command.workspace;

import org.jspecify.annotations.NullMarked;
