/** Who uses a volume on this node, and what that forbids to others. */
@NullMarked
package example.ebs.node.use;

import org.jspecify.annotations.NullMarked;
