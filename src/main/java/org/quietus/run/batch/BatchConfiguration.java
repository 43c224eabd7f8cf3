package org.quietus.run.batch;

import javax.sql.DataSource;
import org.quietus.control.Retrying;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * The Spring Batch job of one attempt: slots work the queue off, the backups follow, then
 * everything is read again, then certified.
 *
 * <p>Spring Batch transports and reports; what is done and where to go on stands in the ledger. So
 * its chunk transaction is resourceless, its chunks are single orders, and neither its skip nor its
 * retry is used.
 */
@Configuration(proxyBeanMethods = false)
class BatchConfiguration extends JdbcDefaultBatchConfiguration {
  static final String JOB = "quietus";
  static final String TABLE_PREFIX = "quietus.BATCH_";

  private final RunParts parts;

  BatchConfiguration(RunParts parts) {
    this.parts = parts;
  }

  @Override
  protected DataSource getDataSource() {
    return parts.dataSource();
  }

  @Override
  protected PlatformTransactionManager getTransactionManager() {
    return parts.transactionManager();
  }

  @Override
  protected String getTablePrefix() {
    return TABLE_PREFIX;
  }

  @Override
  protected Isolation getIsolationLevelForCreate() {
    return Isolation.READ_COMMITTED;
  }

  @Bean
  StopSwitch stopSwitch() {
    return new StopSwitch();
  }

  @Bean
  Retrying retrying(StopSwitch stop) {
    return new Retrying(stop::isStopping);
  }

  @Bean
  Job job(JobRepository jobs, Step work, Step backups, Step verify, Step certify) {
    SimpleJobBuilder steps = new JobBuilder(JOB, jobs).start(work);
    if (parts.backups().isPresent()) {
      steps.next(backups);
    }
    return steps.next(verify).next(certify).build();
  }

  @Bean
  Step work(JobRepository jobs, Step slot) {
    SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("slot-");
    threads.setConcurrencyLimit(parts.attempt().slots());
    return new StepBuilder("work", jobs)
        .partitioner("slot", new SlotPartitioner())
        .step(slot)
        .gridSize(parts.attempt().slots())
        .taskExecutor(threads)
        .build();
  }

  @Bean
  Step slot(JobRepository jobs, SlotReader slotReader, ChunkWriter chunkWriter, StopSwitch stop) {
    return new StepBuilder("slot", jobs)
        .<ChunkOrder, ChunkOrder>chunk(1)
        .reader(slotReader)
        .writer(chunkWriter)
        .transactionManager(new ResourcelessTransactionManager())
        .listener(stop)
        .allowStartIfComplete(true)
        .build();
  }

  @Bean
  Step backups(JobRepository jobs, StopSwitch stop) {
    return ending(
        "backups",
        jobs,
        stop,
        () -> parts.backups().map(work -> work.perform(stop::isStopping)).orElse(0L));
  }

  @Bean
  Step verify(JobRepository jobs, StopSwitch stop) {
    return ending("verify", jobs, stop, parts.verify());
  }

  @Bean
  Step certify(JobRepository jobs, StopSwitch stop) {
    return ending("certify", jobs, stop, parts.certify());
  }

  private static Step ending(
      String name, JobRepository jobs, StopSwitch stop, RunParts.Ending ending) {
    return new StepBuilder(name, jobs)
        .tasklet(new EndingTasklet(name, ending), new ResourcelessTransactionManager())
        .listener(stop)
        .build();
  }

  @Bean
  @StepScope
  SlotState slotState() {
    return new SlotState();
  }

  @Bean
  @StepScope
  SlotReader slotReader(
      @Value("#{stepExecutionContext['slot']}") int slot,
      SlotState slotState,
      Retrying retrying,
      StopSwitch stop) {
    return new SlotReader(
        parts.attempt(),
        slot,
        slotState,
        parts.queue(),
        parts.fence(),
        parts.transaction(),
        retrying,
        stop);
  }

  @Bean
  @StepScope
  ChunkWriter chunkWriter(SlotState slotState, Retrying retrying) {
    return new ChunkWriter(
        parts.attempt(),
        slotState,
        parts.queue(),
        parts.fence(),
        parts.holds(),
        parts.ledger(),
        parts.transaction(),
        retrying,
        parts.clock(),
        parts.progress());
  }
}
