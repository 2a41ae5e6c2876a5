/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.capability;

import org.jspecify.annotations.NullMarked;
