/** What holds local volumes to their sizes. */
@NullMarked
package example.ebs.local.limit;

import org.jspecify.annotations.NullMarked;
