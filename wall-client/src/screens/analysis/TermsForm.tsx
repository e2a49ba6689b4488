// The form of an analysis, made from the schema of its terms.
import { PlayCircleOutlined } from '@ant-design/icons';
import type { AnalysisInfo } from '@brightwall/protocol/analysis';
import { App, Button, Form } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { analysing, useAnalysis } from '../../state/analysis.ts';
import { useWords } from '../../ui/useWords.ts';
import { AreaList } from './AreaList.tsx';
import styles from './analysis.module.css';
import { Field } from './Field.tsx';
import { fieldKind, fromForm, type Schema, termsAsked, titleOf, toForm } from './terms.ts';

export function TermsForm({ info }: { info: AnalysisInfo }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const isRunning = useAnalysis(state => state.status.kind === 'running');
  const schema = info.terms as Schema;
  const first = useMemo(
    () => toForm(schema, useAnalysis.getState().terms[info.name], Date.now()),
    [schema, info.name],
  );
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={first}
      className={styles.form}
      onFinish={values => {
        const terms = fromForm(schema, values);
        analysing.keep(info.name, terms);
        try {
          void analysing.run(info.name, termsAsked(schema, terms));
        } catch (error) {
          void message.error(words.errorText(error));
        }
      }}
    >
      {Object.entries(schema.properties ?? {}).map(([name, one]) =>
        fieldKind(name, one) === 'areas' ? (
          <AreaList key={name} name={name} schema={one} />
        ) : (
          <Form.Item
            key={name}
            {...(fieldKind(name, one) === 'cameras' && { className: styles.whole ?? '' })}
            name={name}
            label={titleOf(one, words.zh)}
            rules={
              schema.required?.includes(name) ? [{ required: true, message: t('analysis.missing') }] : []
            }
          >
            <Field name={name} schema={one} />
          </Form.Item>
        ),
      )}
      <Button
        type="primary"
        htmlType="submit"
        icon={<PlayCircleOutlined />}
        loading={isRunning}
        className={styles.run}
        data-action="analyse"
      >
        {t('analysis.run')}
      </Button>
    </Form>
  );
}
