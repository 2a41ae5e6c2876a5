/** Making, finding and removing local volumes. */
@NullMarked
package example.ebs.local.volume;

import org.jspecify.annotations.NullMarked;
