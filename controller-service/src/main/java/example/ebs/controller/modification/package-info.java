/** Growth of a volume and change of its performance, which are one modification to EC2. */
@NullMarked
package example.ebs.controller.modification;

import org.jspecify.annotations.NullMarked;
