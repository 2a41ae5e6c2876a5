/** Files as block devices. */
@NullMarked
package example.ebs.node.loop;

import org.jspecify.annotations.NullMarked;
