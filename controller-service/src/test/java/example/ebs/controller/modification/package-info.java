/** Tests and the fakes they run on. */
@NullMarked
package example.ebs.controller.modification;

import org.jspecify.annotations.NullMarked;
