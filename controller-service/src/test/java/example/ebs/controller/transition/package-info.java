/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.transition;

import org.jspecify.annotations.NullMarked;
