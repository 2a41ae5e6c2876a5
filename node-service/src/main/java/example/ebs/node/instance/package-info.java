/** Who this node is: instance, zone and how many volumes it takes. */
@NullMarked
package example.ebs.node.instance;

import org.jspecify.annotations.NullMarked;
