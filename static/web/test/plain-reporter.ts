import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Prints what failed and then one plain line, "N passed, N failed", that scripts can read. */
export default class PlainReporter implements Reporter {
  private passed = 0;
  private failed = 0;

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state === 'passed') this.passed++;
    if (state !== 'failed') return;
    this.failed++;
    console.log(`FAIL ${test.module.relativeModuleId}: ${test.fullName}`);
    for (const error of errors) console.log(`  ${error.message}\n${error.diff ?? ''}`);
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) {
      this.failed++;
      console.log(`FAIL ${module.relativeModuleId}\n  ${error.message}`);
    }
  }

  onTestRunEnd(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
  }
}
