package io.transferstudy.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TensorProgramTest {
  private static final String METHODS =
      """
        def multiply(self: __torch__.Net, a: Tensor, b: Tensor, c: Tensor) -> NoneType:
          _0 = torch.matmul(a, b, out=c)
          return None
        def eigen(self: __torch__.Net, a: Tensor) -> Tuple[Tensor, Tensor]:
          values, vectors = torch.linalg_eigh(a)
          return (values, vectors)
      """;

  private static final Engine ENGINE = Engine.start(1, Device.CPU);

  @Test
  void writesIntoMemoryThatJavaSees() {
    try (var program = TensorProgram.load(ENGINE, METHODS);
        var a = program.floats(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), 2, 2);
        var b = program.floats(2, 1);
        var c = program.floats(2, 1)) {
      FloatBuffer result = c.floats();
      b.floats().put(0, 10).put(1, 100);
      program.calls("multiply", a, b, c);
      assertThat(new float[] {result.get(0), result.get(1)}).containsExactly(210, 430);
      b.floats().put(0, 0);
      program.calls("multiply", a, b, c);
      assertThat(new float[] {result.get(0), result.get(1)}).containsExactly(200, 400);
    }
  }

  @Test
  void returnsTuples() {
    try (var program = TensorProgram.load(ENGINE, METHODS);
        var a = program.doubles(2, 2)) {
      a.doubles().put(0, 2).put(3, 5);
      var result = program.calls("eigen", a);
      assertThat(result.getFirst().doubles().get(1)).isEqualTo(5.0);
      assertThat(result.get(1).shape()).containsExactly(2, 2);
    }
  }
}
