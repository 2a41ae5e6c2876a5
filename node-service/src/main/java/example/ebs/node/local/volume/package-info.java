/** Making, finding and removing local volumes. */
@NullMarked
package example.ebs.node.local.volume;

import org.jspecify.annotations.NullMarked;
