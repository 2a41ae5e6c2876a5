/** Which uses of a volume this driver supports. */
@NullMarked
package example.ebs.controller.capability;

import org.jspecify.annotations.NullMarked;
