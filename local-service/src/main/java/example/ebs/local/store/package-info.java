/** The folders in which local volumes lie, and what the driver keeps beside them. */
@NullMarked
package example.ebs.local.store;

import org.jspecify.annotations.NullMarked;
