/** What holds local volumes to their sizes. */
@NullMarked
package example.ebs.node.local.limit;

import org.jspecify.annotations.NullMarked;
