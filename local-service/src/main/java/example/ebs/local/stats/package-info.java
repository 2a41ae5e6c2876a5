/** How much of a local volume is used. */
@NullMarked
package example.ebs.local.stats;

import org.jspecify.annotations.NullMarked;
