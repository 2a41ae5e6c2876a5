/** A volume's device gets its filesystem and its one mount on this node. */
@NullMarked
package example.ebs.node.stage;

import org.jspecify.annotations.NullMarked;
