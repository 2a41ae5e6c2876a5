/** Removes the local volumes of this node that nobody claims any more. */
@NullMarked
package example.ebs.local.release;

import org.jspecify.annotations.NullMarked;
